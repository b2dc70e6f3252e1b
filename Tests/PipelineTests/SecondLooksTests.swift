import Record
import Testing

@testable import Pipeline

@Suite struct SecondLooksTests {
    @Test func everybodyIsLookedAtTwiceMore() {
        var looks = SecondLooks()
        looks.changed([PersonID(1)], at: 1_000)
        looks.changed([PersonID(2)], at: 2_000)
        #expect(looks.due(at: 2_999) == [])
        #expect(looks.due(at: 3_000) == [PersonID(1)])
        #expect(looks.due(at: 3_000) == [])
        #expect(looks.due(at: 61_000) == [PersonID(1), PersonID(2)])
        #expect(looks.due(at: 61_999) == [])
        #expect(looks.due(at: 62_000) == [PersonID(2)])
        #expect(looks.due(at: 1_000_000) == [])
    }

    @Test func aFloodForgetsTheOldest() {
        var looks = SecondLooks()
        looks.changed([PersonID(0)], at: 0)
        looks.changed(Set((1...Int64(SecondLooks.limit)).map { PersonID($0) }), at: 1)
        let due = looks.due(at: 100_000)
        #expect(due.count == SecondLooks.limit && !due.contains(PersonID(0)))
    }
}
