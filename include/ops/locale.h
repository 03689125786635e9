/* The program does not take the user's locale over, since numbers would change with it; what knows letters beyond ASCII gets one of its own. */
#ifndef OPS_LOCALE_H
#define OPS_LOCALE_H

#include <locale.h>

/* UTF-8 characters without any country's rules; plain C where the system has no such locale. */
locale_t characters_locale(void);

#endif
