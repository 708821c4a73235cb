// cflags: -O2 -static
int main(void) {
    return 0;
}
