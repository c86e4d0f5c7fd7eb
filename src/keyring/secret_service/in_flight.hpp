// SPDX-License-Identifier: MIT
// Many calls to the provider under way at once.
#pragma once

#include "keyring/secret_service/provider.hpp"

#include <cstddef>
#include <deque>
#include <functional>
#include <iterator>
#include <type_traits>
#include <utility>

namespace cppsecret::keyring {

/// How many calls are under way at once: enough to keep the provider busy, few enough that a
/// keyring of thousands of logins does not fill our memory with messages.
inline constexpr std::size_t calls_in_flight = 64;

/// Starts a call for each of `all`, and finishes them in their order; `meanwhile` is called once,
/// before the first is waited for.
template <typename Range, typename Start, typename Finish>
void in_flight(
    Range &&all, const Start &start, const Finish &finish,
    const std::function<void()> &meanwhile = [] {})
{
    using Element = std::remove_reference_t<decltype(*std::begin(all))>;
    std::deque<std::pair<Element *, Call>> under_way;
    bool is_told = false;
    const auto finish_first = [&] {
        if (!std::exchange(is_told, true))
            meanwhile();
        const auto [element, call] = std::move(under_way.front());
        under_way.pop_front();
        finish(*element, call);
    };
    for (Element &element : all) {
        if (under_way.size() == calls_in_flight)
            finish_first();
        under_way.emplace_back(&element, start(element));
    }
    while (!under_way.empty())
        finish_first();
}

} // namespace cppsecret::keyring
