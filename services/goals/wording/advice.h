#pragma once

// What is said to people about their wording.
namespace okapi::goals {

struct Advice {
  const char* english;
  const char* vietnamese;
};

inline constexpr Advice kNumberInObjective{
    "An objective says where to go; let a key result carry the number.",
    "Mục tiêu nói hướng đi; hãy để kết quả then chốt mang con số."};
inline constexpr Advice kOnlyActivity{
    "This is something to do: make it an initiative, and say here what changes by it.",
    "Đây là việc cần làm: hãy đưa vào sáng kiến và nói ở đây điều gì sẽ thay đổi."};
// Of one that is done or not, or done by steps: where that is all there is to say, it may stay.
inline constexpr Advice kActivityByChoice{
    "This may well be done without anything changing: could a number say what it is for?",
    "Việc này có thể xong mà chưa có gì thay đổi: có con số nào nói được nó để làm gì không?"};
inline constexpr Advice kNoBaseline{
    "It starts at 0: is that measured? Without a baseline nobody can tell progress.",
    "Bắt đầu từ 0: đã đo chưa? Không có điểm xuất phát thì không thấy được tiến độ."};
inline constexpr Advice kNoUnit{"What does the number count? Give it a unit.",
                                "Con số này đếm gì? Hãy cho nó một đơn vị."};
inline constexpr Advice kTooManyKeyResults{
    "These are more key results than people keep in mind.",
    "Số kết quả then chốt này nhiều hơn mức người ta nhớ được."};
inline constexpr Advice kTooManyObjectives{
    "These are more objectives at once than the policy allows: choose those that matter most.",
    "Số mục tiêu cùng lúc vượt mức quy định: hãy chọn những mục tiêu quan trọng nhất."};
inline constexpr Advice kTooFew{
    "One number seldom shows that an objective is reached: have at least two key results.",
    "Một con số hiếm khi cho thấy mục tiêu đã đạt: hãy có ít nhất hai kết quả then chốt."};
inline constexpr Advice kDuplicate{"Another one says the same.",
                                   "Đã có cái khác nói điều tương tự."};
inline constexpr Advice kVagueVerb{"Nobody can tell when this is done: say what will be different.",
                                   "Không ai biết khi nào xong: hãy nói điều gì sẽ khác."};
inline constexpr Advice kNoOwner{"Nobody answers for it.", "Chưa có ai chịu trách nhiệm."};
inline constexpr Advice kTooLong{"It is too long to be kept in mind.", "Quá dài để có thể nhớ."};
inline constexpr Advice kTwoInOne{"These are two goals: choose one, or make two objectives.",
                                  "Đây là hai mục tiêu: hãy chọn một, hoặc tách thành hai."};

}  // namespace okapi::goals
