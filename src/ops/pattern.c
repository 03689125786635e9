/* POSIX extended regular expressions. */
#include <regex.h>
#include <string.h>

#include "base/mem.h"
#include "ops/groups.h"
#include "ops/locale.h"
#include "value/list.h"
#include "value/string.h"

enum { PATTERN_TEXT, PATTERN_PATTERN, PATTERN_IGNORE_CASE };

/* The last pattern that was compiled: most are used again in the next turn of a loop. */
static struct {
	struct string *pattern;         /* owned; NULL: none */
	bool ignore_case;
	regex_t regex;
} last;

static bool compile(struct call *call)
{
	struct string *pattern = call->arguments[PATTERN_PATTERN].string;
	bool ignore_case = call_has(call, PATTERN_IGNORE_CASE);

	if (last.pattern != NULL && last.ignore_case == ignore_case && string_equal(last.pattern, pattern))
		return true;
	if (memchr(pattern->bytes, '\0', pattern->length) != NULL) {
		call_fail(call, KIND_ValueError, "%s: a pattern may not hold a NUL byte", call->builtin->name);
		return false;
	}
	if (last.pattern != NULL) {
		regfree(&last.regex);
		string_release(last.pattern);
		last.pattern = NULL;
	}
	int failure = regcomp(&last.regex, pattern->bytes, REG_EXTENDED | (ignore_case ? REG_ICASE : 0));
	if (failure != 0) {
		char why[120];
		regerror(failure, &last.regex, why, sizeof why);
		call_fail(call, KIND_ValueError, "%s: %s in the pattern \"%.60s\"", call->builtin->name, why, pattern->bytes);
		return false;
	}
	last.pattern = string_retain(pattern);
	last.ignore_case = ignore_case;
	return true;
}

/* Fills groups with the match; false after an error is told by call->error. */
static bool search(struct call *call, regmatch_t *groups, size_t count)
{
	const struct string *text = call->arguments[PATTERN_TEXT].string;
	/* The C library looks at the locale that is set; in its own one a character would be a byte. */
	locale_t before = uselocale(characters_locale());
	bool found = false;

	if (compile(call)) {
		/* REG_STARTEND gives the length, so that a NUL byte does not end the text. */
		groups[0] = (regmatch_t){ 0, (regoff_t)text->length };
		found = regexec(&last.regex, text->bytes, count, groups, REG_STARTEND) == 0;
	}
	uselocale(before);
	return found;
}

static enum step matches_step(struct call *call, void *frame)
{
	(void)frame;
	regmatch_t group;
	bool found = search(call, &group, 1);

	return call->error != NULL ? STEP_FAILED : call_return(call, value_bool(found));
}

static enum step match_step(struct call *call, void *frame)
{
	(void)frame;
	regmatch_t groups[100];
	bool found = search(call, groups, sizeof groups / sizeof *groups);

	if (call->error != NULL)
		return STEP_FAILED;
	if (!found)
		return call_return(call, value_none());
	const struct string *text = call->arguments[PATTERN_TEXT].string;
	struct list *parts = list_new(last.regex.re_nsub + 1);
	for (size_t i = 0; i <= last.regex.re_nsub && i < sizeof groups / sizeof *groups; i++) {
		if (groups[i].rm_so < 0)
			list_push(parts, value_none());
		else
			list_push(parts, value_bytes(text->bytes + groups[i].rm_so, (size_t)(groups[i].rm_eo - groups[i].rm_so)));
	}
	return call_return(call, value_list(parts));
}

const struct builtin pattern_builtins[] = {
	{ .name = "matches", .params = "text:string pattern:text --ignore-case", .returns = "true or false",
	  .summary = "Tells whether an extended regular expression matches somewhere in a string.",
	  .details = "The pattern matches anywhere unless ^ and $ tie it to the ends. In single quotes it needs no other quoting.",
	  .example = "print matches(\"eth0\", '^[a-z]+[0-9]$') matches(\"eth\", '[0-9]')\n#=> true false", .step = matches_step },
	{ .name = "match", .params = "text:string pattern:text --ignore-case", .returns = "a list of strings, or none",
	  .summary = "Finds an extended regular expression and gives what it and each of its groups matched.",
	  .details = "A group that took no part is none. Where the pattern matches nothing the value is none.",
	  .example = "let m = match \"key = value\" '([a-z]+) *= *([a-z]+)'\nprint $m (m[2])\n#=> [\"key = value\", \"key\", \"value\"] value",
	  .step = match_step },
	{ .name = NULL },
};
