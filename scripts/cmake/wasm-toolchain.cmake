# CMake toolchain file of the wasm preset: Emscripten's own, from where scripts/toolchain.sh found
# or put it.
set(_root "${CMAKE_CURRENT_LIST_DIR}/../..")
if(NOT EXISTS "${_root}/.toolchain/emscripten-root.txt")
  message(FATAL_ERROR "run scripts/toolchain.sh first")
endif()
file(STRINGS "${_root}/.toolchain/emscripten-root.txt" EMSCRIPTEN_ROOT_PATH LIMIT_COUNT 1)
include("${EMSCRIPTEN_ROOT_PATH}/cmake/Modules/Platform/Emscripten.cmake")
