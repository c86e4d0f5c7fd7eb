// SPDX-License-Identifier: MIT
#include "authfile/lookup/trace_text.hpp"

#include "base/text.hpp"
#include "json/protocol_texts.hpp"

namespace cppsecret::authfile {

namespace {

std::string in_file(const char *section, const Step &step)
{
    return std::string(section) + " of " + in_ticks(step.file) +
           (step.key.empty() ? "" : ", " + in_ticks(step.key));
}

} // namespace

std::string place_of(const Step &step)
{
    switch (step.source) {
    case Source::File:
        return in_ticks(step.file);
    case Source::CredentialHelpers:
        return step.file.empty() ? "registries.conf"
                                 : "credential-helpers of " + in_ticks(step.file);
    case Source::CredHelpers:
        return in_file("credHelpers", step);
    case Source::CredsStore:
        return in_file("credsStore", step);
    case Source::DetectedStore:
        return "the detected helper";
    case Source::Auths:
        return in_file("auths", step);
    case Source::Variable:
        return "the variable DOCKER_AUTH_CONFIG";
    case Source::RegistriesConf:
        return "registries.conf";
    }
    return {};
}

std::string result_of(const Step &step)
{
    std::string text = step.helper.empty() ? "" : in_ticks(json::helper_prefix + step.helper) + " ";
    switch (step.result) {
    case StepResult::Found:
        text += step.helper.empty() ? "found" : "has a login";
        break;
    case StepResult::NotFound:
        text += step.helper.empty() ? "nothing" : "has no login";
        break;
    case StepResult::Ignored:
        text += step.helper.empty() ? "ignored" : "is ignored";
        break;
    case StepResult::Unknown:
        text += "may have a login";
        break;
    case StepResult::Failed:
        text += "failed";
        break;
    }
    return step.detail.empty() ? text : text + ": " + one_line(step.detail);
}

std::string summary_of(const Trace &trace, bool is_only_place)
{
    const Answer &answer = trace.answer;
    switch (answer.outcome) {
    case Outcome::None:
        return is_only_place ? "no login; the image is pulled without one"
                             : "no login; it is asked without one";
    case Outcome::Failed:
        return is_only_place ? "an error; the image is not pulled at all"
                             : "an error; the image is not pulled from there";
    case Outcome::Unknown:
        return "not known: " + trace.steps.back().detail;
    case Outcome::Helper:
    case Outcome::Entry:
        break;
    }
    const std::string who =
        answer.is_identity_token ? "an identity token" : "user " + in_ticks(answer.username);
    const std::string from = answer.outcome == Outcome::Helper
                                 ? in_ticks(json::helper_prefix + answer.helper)
                             : answer.file.empty() ? std::string("DOCKER_AUTH_CONFIG")
                                                   : in_ticks(answer.file);
    return who + " from " + from;
}

const char *word_for(Source source) noexcept
{
    switch (source) {
    case Source::File:
        return "file";
    case Source::CredentialHelpers:
        return "credential-helpers";
    case Source::CredHelpers:
        return "credHelpers";
    case Source::CredsStore:
        return "credsStore";
    case Source::DetectedStore:
        return "detected";
    case Source::Auths:
        return "auths";
    case Source::Variable:
        return "DOCKER_AUTH_CONFIG";
    case Source::RegistriesConf:
        return "registries.conf";
    }
    return "";
}

const char *word_for(StepResult result) noexcept
{
    switch (result) {
    case StepResult::Found:
        return "found";
    case StepResult::NotFound:
        return "not-found";
    case StepResult::Ignored:
        return "ignored";
    case StepResult::Unknown:
        return "unknown";
    case StepResult::Failed:
        return "failed";
    }
    return "";
}

const char *word_for(Outcome outcome) noexcept
{
    switch (outcome) {
    case Outcome::None:
        return "none";
    case Outcome::Helper:
        return "helper";
    case Outcome::Entry:
        return "entry";
    case Outcome::Failed:
        return "failed";
    case Outcome::Unknown:
        return "unknown";
    }
    return "";
}

} // namespace cppsecret::authfile
