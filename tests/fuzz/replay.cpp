// SPDX-License-Identifier: MIT
// Gives a fuzz target every file of the folders on its command line, where there is no libFuzzer,
// and every beginning of each.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size);

int main(int argc, char **argv)
{
    std::size_t files = 0;
    for (int i = 1; i < argc; ++i)
        for (const auto &entry : std::filesystem::directory_iterator(argv[i])) {
            std::ifstream file(entry.path(), std::ios::binary);
            std::vector<std::uint8_t> bytes;
            std::transform(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>(),
                           std::back_inserter(bytes),
                           [](char c) { return static_cast<std::uint8_t>(c); });
            // a copy of the right size, so that a sanitizer sees what is read behind its end
            for (std::size_t size = 0; size <= bytes.size(); ++size) {
                const std::vector<std::uint8_t> input(bytes.begin(),
                                                      bytes.begin() + static_cast<long>(size));
                LLVMFuzzerTestOneInput(input.data(), size);
            }
            ++files;
        }
    std::printf("%zu files\n", files);
    return files == 0 ? 1 : 0;
}
