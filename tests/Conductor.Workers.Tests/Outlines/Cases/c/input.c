#include <stdio.h>
#include "order.h"

#define LIMIT 12
#define WORTH(order) do { \
    sum((order)->lines); \
    count((order)->lines); \
  } while (0)

struct line;
typedef unsigned int money;

/* An order. */
typedef struct order {
  const char *id;
  int lines[LIMIT], count;
} order_t;

enum state { OPEN, CLOSED };

static const char *names[] = {
  "open",
  "closed",
  "größe",
};

int worth(const order_t *order, int discount);

// [HOT]
static inline int sum(const int *values, int count)
{
  int total = 0;
  for (int i = 0; i < count; i++) total += values[i];
  return total;
}

#ifdef DEBUG
void dump(const order_t *order) {
  printf("😀 %s\n", order->id);
}
#endif

int conditional(int a) {
#ifdef FAST
  if (a) {
#else
  if (a > 1) {
#endif
    return 1;
  }
  return 0;
}

int (*handlers[4])(void);

int main(void) { return worth(0, 1) + sum(0, 0); }
