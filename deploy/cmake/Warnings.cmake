# Warnings are errors on our own targets and on nothing else.
add_library(okapi_warnings INTERFACE)
add_library(okapi::warnings ALIAS okapi_warnings)
target_compile_options(okapi_warnings INTERFACE
  -Wall -Wextra -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual -Werror
  $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety>
  # g++ 12 reports false positives of these two inside std::string and std::optional at -O2.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-maybe-uninitialized>)
