# add_catch2_tests(target root source...): one CTest entry for each folder of sources below root,
# not one for each test case, so that Node's start is paid a dozen times and not hundreds.
#
# Catch2 tags every test case with its file's name (--filenames-as-tags). A program that finds no
# test case for its tags fails, so an entry never passes for lack of tests.
function(add_catch2_tests target root)
  cmake_path(ABSOLUTE_PATH root BASE_DIRECTORY "${PROJECT_SOURCE_DIR}")
  set(folders "")
  foreach(source IN LISTS ARGN)
    cmake_path(GET source PARENT_PATH folder)
    cmake_path(RELATIVE_PATH folder BASE_DIRECTORY "${root}")
    cmake_path(GET source STEM stem)
    list(APPEND folders "${folder}")
    string(APPEND "tags_${folder}" ",[#${stem}]")
  endforeach()
  list(REMOVE_DUPLICATES folders)
  foreach(folder IN LISTS folders)
    string(SUBSTRING "${tags_${folder}}" 1 -1 tags)
    string(REPLACE "." "core" name "${folder}")
    add_test(NAME "${name}" COMMAND ${target} --filenames-as-tags "${tags}"
             WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  endforeach()
endfunction()
