import Pipeline
import Testing

@Suite struct PrecedenceTests {
    @Test func aStageIsBehindWhenWhatItTakesHasWaitedForLong() {
        let precedence = Precedence()
        #expect(!precedence.isBehind)
        precedence.report(.mapping, oldest: Precedence.tolerance + 1)
        #expect(precedence.isBehind)
        // The other stage says nothing about this one.
        precedence.report(.record, oldest: 0)
        #expect(precedence.isBehind)
        precedence.report(.mapping, oldest: Precedence.tolerance)
        #expect(!precedence.isBehind)
        precedence.report(.record, oldest: Precedence.tolerance + 1)
        #expect(precedence.isBehind)
        precedence.report(.record, oldest: nil)
        #expect(!precedence.isBehind)
    }

    @Test(.timeLimit(.minutes(1))) func whoStandsBackGoesOnWhenNobodyIsBehind() async {
        let precedence = Precedence()
        precedence.report(.mapping, oldest: Precedence.tolerance + 1)
        let began = ContinuousClock.now
        async let waiting: Void = precedence.standBack(since: began)
        precedence.report(.mapping, oldest: nil)
        await waiting
        #expect(ContinuousClock.now - began < .milliseconds(Precedence.patience))
    }

    @Test(.timeLimit(.minutes(1))) func nobodyStandsBackForLongerThanThePatience() async {
        let precedence = Precedence()
        precedence.report(.record, oldest: Precedence.tolerance + 1)
        let began = ContinuousClock.now
        await precedence.standBack(since: began - .milliseconds(Precedence.patience))
        #expect(ContinuousClock.now - began < .milliseconds(Precedence.patience))
        #expect(precedence.isBehind)
    }
}
