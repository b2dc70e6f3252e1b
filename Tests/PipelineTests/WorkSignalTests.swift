import Pipeline
import Testing

@Suite struct WorkSignalTests {
    @Test(.timeLimit(.minutes(1))) func aSignalRaisedBeforeTheWaitIsNotLost() async {
        let signal = WorkSignal()
        signal.raise()
        signal.raise()
        await signal.wait()
        async let later: Void = signal.wait()
        signal.raise()
        await later
    }

    @Test(.timeLimit(.minutes(1))) func aCancelledWaitReturns() async {
        let signal = WorkSignal()
        let waiting = Task { await signal.wait() }
        waiting.cancel()
        await waiting.value
    }
}
