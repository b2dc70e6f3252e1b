import Testing

@testable import AMQP

@Suite struct ConfirmWindowTests {
    private func answers(
        _ window: inout ConfirmWindow<String>, _ number: UInt64, multiple: Bool = false, confirmed: Bool = true
    ) -> [String] {
        var seen: [String] = []
        window.answered(number, multiple: multiple, confirmed: confirmed) { seen.append("\($0) \($1)") }
        return seen
    }

    @Test func answersComeInAnyOrder() {
        var window = ConfirmWindow<String>()
        for name in ["a", "b", "c", "d", "e"] { window.sent(name) }
        #expect(window.outstanding == 5)
        window.returned(2)
        #expect(answers(&window, 3) == ["c confirmed"])
        #expect(window.oldest == "a")
        #expect(answers(&window, 3) == [], "twice")
        #expect(answers(&window, 4, multiple: true) == ["a confirmed", "b returned", "d confirmed"])
        #expect(window.outstanding == 1)
        #expect(window.oldest == "e")
        #expect(answers(&window, 6) == [], "never sent")
        #expect(answers(&window, 0) == [])
        #expect(answers(&window, 5, confirmed: false) == ["e refused"])
        #expect(window.isEmpty)
        #expect(window.nextNumber == 6)
        window.sent("f")
        #expect(answers(&window, 6) == ["f confirmed"])
    }

    @Test func zeroMeansAll() {
        var window = ConfirmWindow<String>()
        #expect(answers(&window, 0, multiple: true) == [])
        window.sent("a")
        window.sent("b")
        #expect(answers(&window, 0, multiple: true) == ["a confirmed", "b confirmed"])
    }

    @Test func refusalsInARowAreCounted() {
        var window = ConfirmWindow<String>()
        for _ in 0..<6 { window.sent("x") }
        _ = answers(&window, 3, multiple: true, confirmed: false)
        #expect(window.refusalsInARow == 3)
        _ = answers(&window, 4)
        #expect(window.refusalsInARow == 0)
        _ = answers(&window, 5, confirmed: false)
        #expect(window.refusalsInARow == 1)
    }

    @Test func aNewChannelCountsFromOne() {
        var window = ConfirmWindow<String>()
        for name in ["a", "b", "c"] { window.sent(name) }
        _ = answers(&window, 2)
        var lost: [String] = []
        window.reset { lost.append($0) }
        #expect(lost == ["a", "c"])
        #expect(window.nextNumber == 1)
        #expect(window.isEmpty)
    }

    @Test func itStaysSmall() {
        var window = ConfirmWindow<Int>()
        for number in 1...100_000 {
            window.sent(number)
            var token = 0
            window.answered(UInt64(number), multiple: false, confirmed: true) { settled, _ in token = settled }
            #expect(token == number)
        }
        #expect(window.nextNumber == 100_001)
    }
}
