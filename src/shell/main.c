/* The program triosh. */
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "--version")) {
		puts("triosh " VERSION);
		return 0;
	}
	fputs("triosh: only --version works so far\n", stderr);
	return 125;
}
