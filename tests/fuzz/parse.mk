# Builds the fuzz target: every layer from base to what has a compiler, with the sanitizers.
# TOP is the project's directory, BUILD where the objects go.
CC = cc
# The layers decide the flags, so that objects of other flags are never mixed in.
objects_directory = $(BUILD)/$(subst $() ,-,$(layers))
FLAGS = -std=gnu17 -g -O1 -D_GNU_SOURCE -I$(TOP)/include -MMD -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
layers = base value lang
ifneq ($(wildcard $(TOP)/src/code/compile.c),)
layers += code
FLAGS += -DFUZZ_COMPILE
endif
sources = $(foreach layer,$(layers),$(wildcard $(TOP)/src/$(layer)/*.c)) $(TOP)/tests/fuzz/parse.c
objects = $(patsubst $(TOP)/%.c,$(objects_directory)/%.o,$(sources))

$(BUILD)/parse: $(objects)
	$(CC) $(FLAGS) -o $@ $^ -lm

$(objects_directory)/%.o: $(TOP)/%.c
	@mkdir -p $(@D)
	$(CC) $(FLAGS) -c -o $@ $<

-include $(objects:.o=.d)
