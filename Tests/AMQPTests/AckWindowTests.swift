import Testing

@testable import AMQP

@Suite struct AckWindowTests {
    @Test func aLaterBatchWaitsForTheEarlierOne() throws {
        var window = AckWindow()
        let opened = (window.open(upTo: 3), window.open(upTo: 7), window.open(upTo: 8))
        let (first, second, third) = (try #require(opened.0), try #require(opened.1), try #require(opened.2))
        expect(window.store(second), nil)
        expect(window.store(second), nil)
        #expect(window.openCount == 2)
        expect(window.store(first), 7)
        #expect(!window.isSettled)
        expect(window.store(third), 8)
        #expect(window.isSettled)
        expect(window.store(third), nil)
        expect(window.store(99), nil)
        expect(window.store(0), nil)
        expect(window.store(.min + 1), nil)
    }

    @Test func tagsOnlyGrow() {
        var window = AckWindow()
        expect(window.open(upTo: 5), 1)
        expect(window.open(upTo: 5), nil)
        expect(window.open(upTo: 4), nil)
        expect(window.open(upTo: 6), 2)
    }

    /// Whatever the order in which batches are stored, no tag is acknowledged before all up to it are stored, and in the
    /// end all are.
    @Test(arguments: 0..<200) func everyOrderIsSafe(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        var window = AckWindow()
        var last: UInt64 = 0
        var lastTags: [Int: UInt64] = [:]
        for _ in 0..<20 {
            last += random.next() % 5 + 1
            let number = window.open(upTo: last)
            lastTags[try #require(number)] = last
        }
        var stored: Set<Int> = []
        var acknowledged: UInt64 = 0
        for number in lastTags.keys.sorted().shuffled(using: &random) {
            stored.insert(number)
            guard let tag = window.store(number) else { continue }
            #expect(tag > acknowledged)
            acknowledged = tag
            for (number, lastTag) in lastTags where lastTag <= tag { #expect(stored.contains(number)) }
        }
        #expect(acknowledged == last)
        #expect(window.isSettled)
    }
}

private func expect<T: Equatable>(_ value: T, _ expected: T, at location: SourceLocation = #_sourceLocation) {
    #expect(value == expected, sourceLocation: location)
}

struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
