/// Plain values in one piece of memory that grows by doubling: what a message's machine works in.
///
/// Storing one is a store; nothing is counted and nobody asks who else holds the memory. Elements are plain bits, without
/// references. Indices are checked.
struct Block<Element>: ~Copyable {
    private(set) var base: UnsafeMutablePointer<Element>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = max(8, capacity)
        base = .allocate(capacity: self.capacity)
    }

    /// `count` elements all of whose bits are zero.
    init(zeroed count: Int) {
        self.init(capacity: count)
        reset(zeroed: count)
    }

    deinit { base.deallocate() }

    /// `count` elements all of whose bits are zero, instead of those that are there.
    mutating func reset(zeroed wanted: Int) {
        count = 0
        UnsafeMutableRawPointer(extend(by: wanted)).initializeMemory(
            as: UInt8.self, repeating: 0, count: wanted * MemoryLayout<Element>.stride)
    }

    subscript(index: Int) -> Element {
        @inline(__always) get {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            return base[index]
        }
        @inline(__always) _modify {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            yield &base[index]
        }
    }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { grow(1) }
        (base + count).initialize(to: element)
        count += 1
    }

    @inline(__always)
    mutating func append(_ elements: UnsafeBufferPointer<Element>) {
        guard let start = elements.baseAddress else { return }
        if count + elements.count > capacity { grow(elements.count) }
        (base + count).initialize(from: start, count: elements.count)
        count += elements.count
    }

    mutating func append(_ elements: [Element]) { elements.withUnsafeBufferPointer { append($0) } }

    /// Appends a copy of what stands in `range`.
    @inline(__always)
    mutating func repeatRange(_ start: Int, _ length: Int) {
        precondition(start >= 0 && length >= 0 && start + length <= count)
        if count + length > capacity { grow(length) }
        (base + count).initialize(from: base + start, count: length)
        count += length
    }

    /// Room for further elements at the end, which whoever asks fills.
    @inline(__always)
    mutating func extend(by more: Int) -> UnsafeMutablePointer<Element> {
        if count + more > capacity { grow(more) }
        count += more
        return base + (count - more)
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        capacity = max(capacity * 2, count + more)
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
        larger.moveInitialize(from: base, count: count)
        base.deallocate()
        base = larger
    }

    @inline(__always)
    mutating func truncate(to length: Int) {
        precondition(UInt(bitPattern: length) <= UInt(bitPattern: count))
        count = length
    }

    /// Takes out `range`; what stands behind moves up.
    mutating func remove(_ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        (base + range.lowerBound).update(from: base + range.upperBound, count: count - range.upperBound)
        count -= range.count
    }

    /// Good until the next change.
    @inline(__always)
    var buffer: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: count) }

    /// A part of it, good until the next change.
    @inline(__always)
    func buffer(_ start: Int, _ length: Int) -> UnsafeBufferPointer<Element> {
        precondition(start >= 0 && length >= 0 && start + length <= count)
        return UnsafeBufferPointer(start: base + start, count: length)
    }
}
