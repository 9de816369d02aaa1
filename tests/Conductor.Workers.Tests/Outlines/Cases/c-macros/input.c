#include "shop.h"

shop_map(lines_by_id, PERCPU_ARRAY, int, struct line, 1);

SEC("shop:unaugmented")
int first(struct line *line)
{
	return line->price + line->count;
}

MODULE_LICENSE("GPL");
API_BEGIN

struct order order_of(double price)
{
	struct order made = {
#ifdef WITH_TAX
		ORDER_TAXED,
#else
		ORDER_PLAIN,
#endif
		0, { .price = price }
	};
	return made;
}

struct line {
#ifdef LONG
	long price;
#else
	int price;
#endif
	int count;
};

int last(struct order *order)
{
	return order->total + sizeof(struct line);
}
