# The libraries that scripts/toolchain.sh leaves under .toolchain/.
#
#   header_libraries   xsimd, nlohmann-json, CLI11. Debian's own CMake configuration of xsimd is not
#                      used: it requires xtl, which nothing here needs.
#   catch2             one translation unit (16 s by emcc) instead of upstream's 108 (190 s)
set(_toolchain "${PROJECT_SOURCE_DIR}/.toolchain")
if(NOT EXISTS "${_toolchain}/headers/usr/include/xsimd/xsimd.hpp"
   OR NOT EXISTS "${_toolchain}/catch2/extras/catch_amalgamated.cpp")
  message(FATAL_ERROR "run scripts/toolchain.sh first")
endif()

add_library(header_libraries INTERFACE)
target_include_directories(header_libraries SYSTEM INTERFACE "${_toolchain}/headers/usr/include")

if(BUILD_TESTING)
  add_library(catch2 STATIC "${_toolchain}/catch2/extras/catch_amalgamated.cpp")
  target_include_directories(catch2 SYSTEM PUBLIC "${_toolchain}/catch2/extras")
  target_compile_options(catch2 PRIVATE ${short_build})
endif()
