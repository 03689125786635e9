#include "sched/instrument.h"

struct instrument *instruments;
bool instruments_active;

void instrument_install(struct instrument *instrument)
{
	struct instrument **place = &instruments;

	while (*place != NULL)
		place = &(*place)->next;
	instrument->next = NULL;
	*place = instrument;
	instruments_active = true;
}

void instrument_remove(struct instrument *instrument)
{
	for (struct instrument **place = &instruments; *place != NULL; place = &(*place)->next) {
		if (*place != instrument)
			continue;
		*place = instrument->next;
		break;
	}
	instruments_active = instruments != NULL;
}
