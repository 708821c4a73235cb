// cc: g++
// cflags: -fnon-call-exceptions
// A C++ program: exceptions through many frames and threads, thrown out of a signal handler, streams, static objects.
#include <csignal>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

static int destroyed;
struct Counted {
    ~Counted() { destroyed++; }
};
static int recurse(int n) {
    Counted c;
    if (n == 0) throw std::runtime_error("from the depths");
    return recurse(n - 1) + 1;
}
static void on_segv(int) { throw std::string("out of a handler"); }
static int read_through(volatile int *p) {
    Counted c;
    return *p;
}

int main() {
    int failures = 0;
    for (int i = 0; i < 100; i++) {
        destroyed = 0;
        try {
            recurse(50);
            failures++;
        } catch (const std::runtime_error &e) {
            if (std::string(e.what()) != "from the depths" || destroyed != 51) failures++;
        }
    }
    std::cout << "deep throws: " << failures << " failures" << std::endl;
    std::vector<std::thread> threads;
    std::vector<int> results(4);
    for (int t = 0; t < 4; t++)
        threads.emplace_back([t, &results] {
            for (int i = 0; i < 500; i++) try {
                    throw i;
                } catch (int value) {
                    results[t] += value == i;
                }
        });
    for (auto &t : threads) t.join();
    for (int r : results) failures += r != 500;
    std::cout << "throws in threads: " << failures << " failures" << std::endl;
    struct sigaction action = {};
    action.sa_handler = on_segv;
    action.sa_flags = SA_NODEFER;
    sigaction(SIGSEGV, &action, nullptr);
    for (int i = 0; i < 10; i++) {
        destroyed = 0;
        try {
            read_through((int *)8);
            failures++;
        } catch (const std::string &text) {
            failures += text != "out of a handler" || destroyed != 1;
        }
    }
    std::cout << "throws out of a handler: " << failures << " failures" << std::endl;
    std::map<std::string, int> m;
    for (int i = 0; i < 1000; i++) m[std::to_string(i)] = i;
    long sum = 0;
    for (auto &entry : m) sum += entry.second;
    std::cout << "sum " << sum << std::endl;
    return failures || sum != 499500;
}
