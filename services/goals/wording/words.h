#pragma once

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

// The words that wording is judged by: English and Vietnamese, folded as by Fold().
namespace okapi::goals {

// Verbs of doing: what begins with one is an initiative.
inline constexpr absl::string_view kActivities[] = {
    "launch",   "build",     "write",         "create",    "roll out",   "implement",
    "hold",     "organise",  "organize",      "develop",   "hire",       "publish",
    "conduct",  "interview", "prepare",       "introduce", "migrate",    "train",
    "design",   "document",  "deploy",        "set up",    "redesign",   "trien khai",
    "xay dung", "viet bai",  "viet tai lieu", "to chuc",   "phat trien", "tuyen dung",
    "dao tao",  "thiet ke",  "ra mat",        "phong van", "chuan bi",   "thuc hien"};

// Verbs that nobody can tell the end of.
inline constexpr absl::string_view kVague[] = {
    "improve", "support",    "optimise", "optimize",   "help",     "continue",
    "enhance", "strengthen", "foster",   "leverage",   "explore",  "cai thien",
    "ho tro",  "nang cao",   "toi uu",   "tang cuong", "day manh", "tiep tuc"};

// Other verbs that a goal begins with.
inline constexpr absl::string_view kOtherVerbs[] = {
    "increase", "reduce", "grow",    "cut",  "win",  "become",  "make",      "raise",     "lower",
    "expand",   "enter",  "delight", "tang", "giam", "mo rong", "tro thanh", "chinh phuc"};

// Numbers in words.
inline constexpr absl::string_view kNumbers[] = {"double",  "triple",   "quadruple", "halve",
                                                 "hundred", "thousand", "million",   "billion",
                                                 "gap doi", "gap ba",   "nghin",     "trieu"};

// What joins two goals.
inline constexpr absl::string_view kJoints[] = {"and", "va", "dong thoi"};

// Words that say nothing when two texts are compared.
inline constexpr absl::string_view kStopWords[] = {"a",  "an",  "the", "of",  "to",
                                                   "in", "for", "our", "on",  "and",
                                                   "va", "cua", "cho", "cac", "with"};

}  // namespace okapi::goals
