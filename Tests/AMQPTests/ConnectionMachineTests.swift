import Testing

@testable import AMQP

@Suite struct ConnectionMachineTests {
    typealias State = ConnectionMachine.State
    typealias Event = ConnectionMachine.Event

    private let backOff = BackOff(first: .milliseconds(100), most: .seconds(2), seed: 7)

    private func machine(in state: State, limit: Int? = nil) -> ConnectionMachine {
        var machine = ConnectionMachine(backOff: backOff, limit: limit)
        let way: [Event] =
            switch state {
            case .idle: []
            case .connecting: [.start]
            case .open: [.start, .opened]
            case .waiting: [.start, .failed]
            case .suspended: [.suspend]
            case .ended: [.stop]
            }
        for event in way { _ = machine.handle(event) }
        #expect(machine.state == state)
        return machine
    }

    /// Every pair that does something; all others do nothing and stay.
    @Test func theTable() {
        let table: [(State, Event, State, String)] = [
            (.idle, .start, .connecting, "connect"), (.idle, .suspend, .suspended, "close"), (.idle, .stop, .ended, "finish"),
            (.connecting, .opened, .open, "nothing"), (.connecting, .failed, .waiting, "retry"),
            (.connecting, .suspend, .suspended, "close"), (.connecting, .stop, .ended, "finish"),
            (.open, .failed, .waiting, "retry"), (.open, .gaveUpBatch, .waiting, "giveBack"),
            (.open, .suspend, .suspended, "close"), (.open, .stop, .ended, "finish"),
            (.waiting, .timeout, .connecting, "connect"), (.waiting, .suspend, .suspended, "close"),
            (.waiting, .stop, .ended, "finish"),
            (.suspended, .resume, .connecting, "connect"), (.suspended, .stop, .ended, "finish"),
        ]
        for state in State.allCases {
            for event in Event.allCases {
                var machine = machine(in: state)
                let action = machine.handle(event)
                let name: String =
                    switch action {
                    case .nothing: "nothing"
                    case .connect: "connect"
                    case .retry: "retry"
                    case .giveBack: "giveBack"
                    case .close: "close"
                    case .finish: "finish"
                    case .giveUp: "giveUp"
                    }
                if let row = table.first(where: { $0.0 == state && $0.1 == event }) {
                    #expect(machine.state == row.2, "\(state) \(event)")
                    #expect(name == row.3, "\(state) \(event)")
                } else {
                    #expect(machine.state == state, "\(state) \(event)")
                    #expect(name == "nothing", "\(state) \(event)")
                }
            }
        }
    }

    @Test func delaysGrowWithJitterUpToTheMost() {
        var machine = machine(in: .connecting)
        var wholes: [Duration] = [.milliseconds(100), .milliseconds(200), .milliseconds(400), .milliseconds(800)]
        wholes += [.milliseconds(1600), .seconds(2), .seconds(2)]
        for whole in wholes {
            guard case .retry(let delay) = machine.handle(.failed) else {
                Issue.record("no retry")
                return
            }
            #expect(delay >= whole * 0.5 && delay <= whole)
            _ = machine.handle(.timeout)
        }
        _ = machine.handle(.opened)
        _ = machine.handle(.failed)
        #expect(machine.failures == 8, "opening alone is no success")
        _ = machine.handle(.timeout)
        _ = machine.handle(.opened)
        _ = machine.handle(.worked)
        #expect(machine.failures == 0)
    }

    @Test func sameSeedSameDelays() {
        var (a, b) = (backOff, backOff)
        for failures in 1...20 { #expect(a.delay(afterFailures: failures) == b.delay(afterFailures: failures)) }
        #expect(a.delay(afterFailures: .max) <= .seconds(2))
    }

    @Test func itGivesUpAtTheLimit() {
        var machine = machine(in: .connecting, limit: 2)
        _ = machine.handle(.failed)
        _ = machine.handle(.timeout)
        #expect(machine.handle(.failed) == .giveUp)
        #expect(machine.state == .ended)
    }
}
