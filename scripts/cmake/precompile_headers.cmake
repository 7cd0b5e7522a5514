# precompile_headers(target header...): what most of the target's sources include, read once
#
# By Clang alone (Emscripten's, too), which also keeps the templates' instances and so builds two to
# three times as fast. GCC's take as long to load as they save.
function(precompile_headers target)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    target_precompile_headers(${target} PRIVATE ${ARGN})
  endif()
endfunction()
