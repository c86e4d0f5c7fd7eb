// SPDX-License-Identifier: MIT
#include "cli/progress.hpp"

#include "cli/terminal/progress_bar.hpp"

#include <memory>

namespace cppsecret::cli {

migration::Progress progress_on(const Terminal &terminal)
{
    return [&terminal, bar = std::shared_ptr<ProgressBar>()](std::size_t done,
                                                             std::size_t total) mutable {
        if (!bar)
            bar = std::make_shared<ProgressBar>(terminal, total);
        bar->show(done);
    };
}

} // namespace cppsecret::cli
