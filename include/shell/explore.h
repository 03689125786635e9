/* --explore N: runs the script in N orders of its tasks and lists what came of it.
 *
 * Each run is a child of its own, forked after compiling, with its own seed, the virtual clock, its output in pipes, and a limit of real
 * time; two at a time. It does exactly what a run with `--clock=virtual --schedule=ORDER --seed=N` and the other options does. Standard
 * input is opened anew for each run where it is a file; else it is empty. */
#ifndef SHELL_EXPLORE_H
#define SHELL_EXPLORE_H

#include "shell/ending.h"
#include "shell/options.h"

/* Ends well where all runs had one outcome and that was success. */
struct ending explore_run(const struct options *options);

#endif
