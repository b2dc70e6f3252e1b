import Ledger
import Pipeline
import Testing

@Suite struct RedeliveryFilterTests {
    /// One letter a message.
    static func hashes(_ letters: String) -> [BodyHash] { letters.utf8.map { BodyHash([$0]) } }

    @Test(arguments: [
        // The inbox's end, what comes again, how many of it are known.
        ("ABC", "BCD", 2), ("ABC", "ABC", 3), ("ABC", "D", 0), ("", "AB", 0), ("ABC", "", 0),
        // A third equal message with nothing in between is a repetition either way.
        ("XX", "X", 1), ("XX", "XX", 2), ("AXBX", "XC", 1),
        // It only looks like the inside of the tail: B was sent again, and C never came.
        ("ABC", "B", 0), ("ABCABC", "ABCD", 3),
    ])
    func theLongestRunThatReachesTheEndIsKnown(tail: String, run: String, known: Int) {
        #expect(
            RedeliveryFilter.align(run: Self.hashes(run), isComplete: true, tail: Self.hashes(tail)) == .known(known))
    }

    @Test func aRunInsideTheTailWaitsForMore() {
        #expect(RedeliveryFilter.align(run: Self.hashes("B"), isComplete: false, tail: Self.hashes("ABC")) == .undecided)
        #expect(RedeliveryFilter.align(run: Self.hashes("BC"), isComplete: false, tail: Self.hashes("ABC")) == .known(2))
        #expect(RedeliveryFilter.align(run: Self.hashes("BD"), isComplete: false, tail: Self.hashes("ABC")) == .known(0))
    }
}
