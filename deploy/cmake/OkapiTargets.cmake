# The five kinds of target that exist here. A folder's CMakeLists.txt uses these and nothing else.
#
# The release preset compiles eight files of a target as one (CMAKE_UNITY_BUILD): two thirds of the time go into headers. So names
# in anonymous namespaces are to be unique in their target; the other presets compile every file by itself, and see what it forgot to include.

# Slow headers, parsed once for the whole tree.
file(WRITE ${CMAKE_BINARY_DIR}/pch.cc.in "// Carrier of the precompiled header.\n")
configure_file(${CMAKE_BINARY_DIR}/pch.cc.in ${CMAKE_BINARY_DIR}/pch.cc COPYONLY)
add_library(okapi_pch STATIC ${CMAKE_BINARY_DIR}/pch.cc)
target_link_libraries(okapi_pch PUBLIC gRPC::grpc++ protobuf::libprotobuf absl::strings absl::status absl::statusor absl::time)
target_precompile_headers(okapi_pch PRIVATE ${CMAKE_SOURCE_DIR}/deploy/cmake/pch.h)

# The same for tests, with gmock. What a test does itself need not be fast, and half of the build is tests: no optimisation.
add_library(okapi_test_pch STATIC ${CMAKE_BINARY_DIR}/pch.cc)
target_link_libraries(okapi_test_pch PUBLIC okapi_pch GTest::gmock)
target_compile_options(okapi_test_pch PUBLIC $<$<CONFIG:Release>:-O0>)
target_precompile_headers(okapi_test_pch PRIVATE ${CMAKE_SOURCE_DIR}/deploy/cmake/pch.h <gmock/gmock.h> <gtest/gtest.h>)

function(_okapi_target name pch)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE okapi::warnings ${pch})
  target_precompile_headers(${name} REUSE_FROM ${pch})
endfunction()

# okapi_library(NAME SOURCES a.cc b.cc DEPS lib...): a static library of this folder.
function(okapi_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC okapi_pch ${ARG_DEPS})
  _okapi_target(${name} okapi_pch)
endfunction()

# okapi_binary(NAME SOURCES main.cc DEPS lib...): a program in bin/.
function(okapi_binary name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS})
  _okapi_target(${name} okapi_pch)
endfunction()

# okapi_test(NAME SOURCES a_test.cc DEPS lib... [TIMEOUT seconds] [LABELS label...]): one ctest entry for the whole binary,
# because starting a gRPC binary once per case costs more than the cases.
function(okapi_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;DEPS;LABELS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  _okapi_target(${name} okapi_test_pch)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
    ENVIRONMENT "OKAPI_BIN=${CMAKE_BINARY_DIR}/bin;OKAPI_SOURCE=${CMAKE_SOURCE_DIR}")
endfunction()

# okapi_script_test(NAME SCRIPT a_test.sh [TIMEOUT seconds] [LABELS label...]): a bash script that drives the built programs.
function(okapi_script_test name)
  cmake_parse_arguments(ARG "" "SCRIPT;TIMEOUT" "LABELS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_test(NAME ${name} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/${ARG_SCRIPT})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
    ENVIRONMENT "OKAPI_BIN=${CMAKE_BINARY_DIR}/bin;OKAPI_SOURCE=${CMAKE_SOURCE_DIR}")
endfunction()

# okapi_proto(NAME ROOT dir PROTOS relative.proto... [GRPC] DEPS lib...): C++ code generated into the build tree.
function(okapi_proto name)
  cmake_parse_arguments(ARG "GRPC" "ROOT" "PROTOS;DEPS" ${ARGN})
  set(out ${CMAKE_BINARY_DIR}/generated)
  file(MAKE_DIRECTORY ${out})
  set(sources)
  foreach(proto IN LISTS ARG_PROTOS)
    string(REGEX REPLACE "\\.proto$" "" stem ${proto})
    set(outputs ${out}/${stem}.pb.cc ${out}/${stem}.pb.h)
    set(plugin)
    if(ARG_GRPC)
      list(APPEND outputs ${out}/${stem}.grpc.pb.cc ${out}/${stem}.grpc.pb.h)
      set(plugin --grpc_out=${out} --plugin=protoc-gen-grpc=${OKAPI_GRPC_PLUGIN})
    endif()
    add_custom_command(OUTPUT ${outputs}
      COMMAND ${OKAPI_PROTOC} -I${CMAKE_SOURCE_DIR}/proto -I${OKAPI_GOOGLE_PROTOS} --cpp_out=${out} ${plugin} ${ARG_ROOT}/${proto}
      DEPENDS ${ARG_ROOT}/${proto} COMMENT "protoc ${proto}" VERBATIM)
    list(APPEND sources ${outputs})
    # Most are empty, and what they cost is their headers.
    set_source_files_properties(${out}/${stem}.grpc.pb.cc PROPERTIES UNITY_GROUP grpc)
  endforeach()
  add_library(${name} STATIC ${sources})
  # The other generated files all use the same static names.
  set_target_properties(${name} PROPERTIES UNITY_BUILD_MODE GROUP)
  target_include_directories(${name} SYSTEM PUBLIC ${out})
  target_link_libraries(${name} PUBLIC okapi_pch ${ARG_DEPS})
  target_precompile_headers(${name} REUSE_FROM okapi_pch)
endfunction()
