#include "code/chunk.h"

#include "base/mem.h"

struct proto *proto_retain(struct proto *proto)
{
	proto->references++;
	return proto;
}

static void free_site(struct callsite *site)
{
	for (unsigned i = 0; i < site->count; i++) {
		if (site->arguments[i].name != NULL)
			string_release(site->arguments[i].name);
		if (site->arguments[i].text != NULL)
			string_release(site->arguments[i].text);
	}
	mem_free(site->arguments);
	if (site->name != NULL)
		string_release(site->name);
}

void proto_release(struct proto *proto)
{
	if (proto == NULL || --proto->references > 0)
		return;
	for (uint32_t i = 0; i < proto->constant_count; i++)
		value_release(proto->constants[i]);
	for (uint32_t i = 0; i < proto->site_count; i++)
		free_site(&proto->sites[i]);
	for (uint32_t i = 0; i < proto->proto_count; i++)
		proto_release(proto->protos[i]);
	for (unsigned i = 0; i < proto->parameter_count; i++)
		string_release(proto->parameters[i].name);
	mem_free(proto->code);
	mem_free(proto->places);
	mem_free(proto->constants);
	mem_free(proto->sites);
	mem_free(proto->protos);
	mem_free(proto->handlers);
	mem_free(proto->parameters);
	mem_free(proto->captures);
	string_release(proto->name);
	source_release(proto->source);
	mem_free(proto);
}
