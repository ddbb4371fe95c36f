# ccache when it is there; mold, else lld, else the default linker. None of the three changes the result.
find_program(OKAPI_CCACHE ccache)
if(OKAPI_CCACHE)
  # pch_defines,time_macros: without them ccache refuses every file that uses a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${OKAPI_CCACHE})
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
endif()
find_program(OKAPI_MOLD mold)
find_program(OKAPI_LLD ld.lld)
if(OKAPI_MOLD)
  add_link_options(-fuse-ld=mold)
elseif(OKAPI_LLD)
  add_link_options(-fuse-ld=lld)
endif()
