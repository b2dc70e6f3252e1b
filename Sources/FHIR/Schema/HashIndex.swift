/// An open-addressing table from 32-bit hashes to positions in another table: built once, then only read.
struct HashIndex: Sendable {
    /// Positions plus one; zero is an empty slot.
    private var slots: [UInt16]
    private let mask: UInt32

    init(capacity: Int = 0) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        slots = Array(repeating: 0, count: size)
        mask = UInt32(truncatingIfNeeded: size - 1)
    }

    /// One hash of a name within an owner.
    @inline(__always)
    static func mix(_ owner: UInt16, _ hash: UInt32) -> UInt32 {
        let mixed = (hash ^ (UInt32(owner) &* 0x9E37_79B1)) &* 0x85EB_CA6B
        return mixed ^ (mixed >> 15)
    }

    mutating func insert(_ position: Int, hash: UInt32) {
        var slot = hash & mask
        while slots[Int(slot)] != 0 { slot = (slot &+ 1) & mask }
        slots[Int(slot)] = UInt16(position + 1)
    }

    /// The position that `matches`, or -1.
    @inline(__always)
    func find(hash: UInt32, _ matches: (Int) -> Bool) -> Int {
        var slot = hash & mask
        while true {
            let entry = slots[Int(slot)]
            if entry == 0 { return -1 }
            if matches(Int(entry) - 1) { return Int(entry) - 1 }
            slot = (slot &+ 1) & mask
        }
    }
}
