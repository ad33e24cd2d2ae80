#include <stdio.h>

int main(void)
{
  puts("sans que ca se voit");
  return 0;
}
