// SPDX-License-Identifier: MIT
#include "registry/check.hpp"

#include "base/error.hpp"
#include "credential/registry_name.hpp"
#include "registry/handshake.hpp"
#include "registry/server_chain.hpp"
#include "registry/tls_advice.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

namespace cppsecret::registry {

namespace {

/// More at once would only wait for each other, and be taken for an attack.
constexpr std::size_t handshakes_at_once = 12;

/// What is trusted for a registry, or why nothing can be.
struct Known {
    Trust trust;
    std::shared_ptr<const TlsSettings> tls;
    std::optional<Error> problem;
};

Known find_out(const std::string &registry, bool is_insecure, const CheckSettings &settings)
{
    Known known;
    try {
        known.trust = read_trust(registry, settings.places, settings.cert_dir);
    } catch (const Error &error) {
        known.problem = error;
    }
    TlsSettings tls = known.trust.tls;
    tls.is_verified = !is_insecure;
    known.tls = std::make_shared<const TlsSettings>(std::move(tls));
    return known;
}

class Check {
public:
    Check(std::span<const Question> questions, const CheckSettings &settings,
          const std::function<void(std::size_t)> &progress)
        : questions_(questions),
          settings_(settings),
          progress_(progress),
          transfers_(settings.limits),
          verdicts_(questions.size())
    {
    }

    std::vector<Verdict> run()
    {
        for (std::size_t i = 0; i < handshakes_at_once; ++i)
            start_next();
        transfers_.run();
        for (std::size_t i = 0; i < questions_.size(); ++i)
            explain(questions_[i], verdicts_[i]);
        return std::move(verdicts_);
    }

private:
    struct Running {
        Running(std::size_t place, Target where, const Credential &credential)
            : number(place), target(std::move(where)), handshake(target, credential)
        {
        }

        std::size_t number;
        Target target;
        Handshake handshake;
    };

    /// Starts one more, or what comes after it if it ends at once.
    void start_next()
    {
        while (next_ < questions_.size()) {
            const std::size_t number = next_++;
            const Question &question = questions_[number];
            const Known &known = what_is_known_of(question);
            if (known.problem) {
                end(number, failed(*known.problem));
                continue;
            }
            const auto running =
                std::make_shared<Running>(number,
                                          Target{question.registry, address_of(question.registry),
                                                 question.is_insecure, known.tls},
                                          *question.credential);
            if (take(running, running->handshake.begin()))
                return;
        }
    }

    /// Sends the request of a step; false if it was the last and none is needed.
    bool take(const std::shared_ptr<Running> &running, Handshake::Step step)
    {
        if (auto *verdict = std::get_if<Verdict>(&step)) {
            end(running->number, std::move(*verdict));
            return false;
        }
        transfers_.start(std::move(std::get<Request>(step)), [this, running](Reply reply) {
            if (!take(running, running->handshake.go_on(std::move(reply))))
                start_next();
        });
        return true;
    }

    void end(std::size_t number, Verdict verdict)
    {
        verdicts_[number] = std::move(verdict);
        progress_(++done_);
    }

    static Verdict failed(const Error &error)
    {
        Verdict verdict;
        verdict.outcome = Outcome::NotTrusted;
        verdict.reason = error.what();
        verdict.hint = error.hint();
        return verdict;
    }

    const Known &what_is_known_of(const Question &question)
    {
        const auto key = std::make_pair(question.registry, question.is_insecure);
        const auto place = known_.find(key);
        if (place != known_.end())
            return place->second;
        return known_.emplace(key, find_out(question.registry, question.is_insecure, settings_))
            .first->second;
    }

    /// Says what is wrong with a connection that is not trusted, by what the server shows.
    void explain(const Question &question, Verdict &verdict)
    {
        if (!verdict.tls_problem || !verdict.tls_server)
            return;
        const Known &known = what_is_known_of(question);
        const std::string &server = verdict.tls_server->authority();
        auto chain = chains_.find(server);
        if (chain == chains_.end()) {
            auto shown = fetch_chain(*verdict.tls_server, *known.tls, settings_.limits);
            auto *const found = std::get_if<std::vector<Certificate>>(&shown);
            chain = chains_
                        .emplace(server,
                                 found == nullptr ? std::vector<Certificate>() : std::move(*found))
                        .first;
        }
        const bool is_registry = verdict.tls_server->host() + ":443" == server ||
                                 server == address_of(question.registry);
        TlsAdvice advice =
            advice_for(*verdict.tls_problem, is_registry ? question.registry : server,
                       question.registry, chain->second, known.trust);
        if (*verdict.tls_problem != TlsProblem::Other)
            verdict.reason = std::move(advice.reason);
        verdict.hint = std::move(advice.hint);
    }

    std::span<const Question> questions_;
    const CheckSettings &settings_;
    const std::function<void(std::size_t)> &progress_;
    Transfers transfers_;
    std::vector<Verdict> verdicts_;
    std::map<std::pair<std::string, bool>, Known> known_;
    std::map<std::string, std::vector<Certificate>> chains_;
    std::size_t next_ = 0;
    std::size_t done_ = 0;
};

} // namespace

std::vector<Verdict> check_logins(std::span<const Question> questions,
                                  const CheckSettings &settings,
                                  const std::function<void(std::size_t)> &progress)
{
    return Check(questions, settings, progress).run();
}

} // namespace cppsecret::registry
