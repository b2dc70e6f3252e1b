/// Why a destination receives; every destination declares one.
package enum Purpose: String, CaseIterable, Hashable, Sendable {
    case directCare = "direct-care"
    case programme
    case research
}

/// Milliseconds since 1970-01-01T00:00:00Z. The caller reads the clock, so that a test or the simulator can set it.
package typealias Milliseconds = Int64
