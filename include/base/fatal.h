/* Ending the program when nothing sensible can follow.
 *
 * die() is for the user's world (no memory, an unusable terminal): one line on standard error, exit 125.
 * bug() is for ours: an invariant of this program does not hold. It prints the place and aborts.
 * Everything else is an error value that travels to the script; nothing here is for those. */
#ifndef BASE_FATAL_H
#define BASE_FATAL_H

_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void bug_at(const char *file, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));

#define bug(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)
#define bug_unless(condition) ((condition) ? (void)0 : bug("%s does not hold", #condition))

#endif
