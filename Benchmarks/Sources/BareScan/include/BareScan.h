#include <stddef.h>
#include <stdint.h>

/// The least that a reader of HL7 v2 can do: look at every byte once and count delimiters and segment ends. The reference for
/// the ratios in docs/performance.md.
uint32_t bare_scan(const uint8_t *bytes, size_t count);
