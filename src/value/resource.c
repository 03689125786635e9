#include "value/resource.h"

void resource_release(struct resource *r)
{
	value_release(value_handle(r));
}
