/// Results of expressions while a map runs: a plain block of items, so that pushing one costs a store.
struct ItemStack: ~Copyable {
    private var base: UnsafeMutablePointer<Item>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = max(8, capacity)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    subscript(index: Int) -> Item {
        @inline(__always) get {
            precondition(index >= 0 && index < count)
            return base[index]
        }
        @inline(__always) set {
            precondition(index >= 0 && index < count)
            base[index] = newValue
        }
    }

    @inline(__always)
    mutating func append(_ item: Item) {
        if count == capacity { grow() }
        // Items are plain bits: storing one ends no lifetime.
        base[count] = item
        count += 1
    }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutablePointer<Item>.allocate(capacity: capacity * 2)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
        capacity *= 2
    }

    @inline(__always)
    mutating func truncate(to length: Int) {
        precondition(length >= 0 && length <= count)
        count = length
    }

    /// Takes out `range`; what stands behind moves up.
    mutating func remove(_ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        var to = range.lowerBound
        for from in range.upperBound..<count {
            base[to] = base[from]
            to += 1
        }
        count = to
    }

    /// A copy of what stands from `start` on.
    func items(from start: Int, to end: Int) -> [Item] {
        precondition(start >= 0 && start <= end && end <= count)
        return Array(UnsafeBufferPointer(start: base + start, count: end - start))
    }
}
