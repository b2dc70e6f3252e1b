/// SplitMix64: one 64-bit seed, the same numbers on every machine. Not for secrets.
struct SeededGenerator: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    @inline(__always)
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return SeededGenerator.mixed(state)
    }

    /// Less than `limit`, which is at least 1 (the bias of one part in 2^32 does not matter here).
    @inline(__always)
    mutating func below(_ limit: UInt64) -> UInt64 { ((next() >> 32) &* limit) >> 32 }

    @inline(__always)
    mutating func chance(_ share: Double) -> Bool { Double(next() >> 11) * 0x1p-53 < share }

    /// A number that looks random and belongs to `value` for ever.
    @inline(__always)
    static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
