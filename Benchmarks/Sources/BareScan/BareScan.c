#include "BareScan.h"

uint32_t bare_scan(const uint8_t *bytes, size_t count) {
    uint32_t found = 0;
    for (size_t i = 0; i < count; i++) {
        switch (bytes[i]) {
        case '|': case '^': case '~': case '&': case '\r': found += i & 0xff; break;
        default: break;
        }
    }
    return found;
}
