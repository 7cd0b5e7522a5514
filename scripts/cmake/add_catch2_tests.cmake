# add_catch2_tests(target source...): one CTest entry for each *_test.cpp, not one for each test
# case, so that Node's start is paid twenty times and not hundreds.
#
# Catch2 tags every test case with its file's name (--filenames-as-tags). A program that finds no
# test case for its tag fails, so an entry never passes for lack of tests.
function(add_catch2_tests target)
  foreach(source IN LISTS ARGN)
    cmake_path(GET source STEM name)
    if(name MATCHES "_test$")
      add_test(NAME "${name}" COMMAND ${target} --filenames-as-tags "[#${name}]"
               WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
    else()
      file(STRINGS "${source}" cases REGEX "TEST_CASE")
      if(cases)
        message(FATAL_ERROR "${source} has test cases: call it ${name}_test.cpp, or they never run")
      endif()
    endif()
  endforeach()
endfunction()
