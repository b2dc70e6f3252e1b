import Ledger
import Testing

@Suite struct RetryPolicyTests {
    @Test func backsOffWithJitterInTheUpperHalf() {
        let policy = RetryPolicy(initialDelay: 1_000, maximumDelay: 60_000)
        for (attempts, whole) in [(1, 1_000), (2, 2_000), (3, 4_000), (6, 32_000), (7, 60_000), (500, 60_000), (0, 1_000)] {
            #expect(policy.delay(after: attempts, random: 0) == Int64(whole / 2))
            #expect(policy.delay(after: attempts, random: UInt64(whole - whole / 2)) == Int64(whole))
            for random: UInt64 in [1, 12_345, .max] {
                #expect((Int64(whole / 2)...Int64(whole)).contains(policy.delay(after: attempts, random: random)))
            }
        }
    }

    @Test func neverOverflows() {
        let policy = RetryPolicy(initialDelay: 1 << 40, maximumDelay: .max - 1)
        #expect(policy.delay(after: .max, random: .max) > 0)
    }

    @Test func givesUp() {
        let policy = RetryPolicy(maximumAttempts: 3, maximumAge: 10_000)
        #expect(policy.next(after: 2, age: 0, random: 0, now: 50) == .retry(at: 50 + 1_000))
        #expect(policy.next(after: 3, age: 0, random: 0, now: 50) == .giveUp(reason: "attempts-exhausted"))
        #expect(policy.next(after: 1, age: 10_000, random: 0, now: 50) == .giveUp(reason: "too-old"))
    }
}

@Suite struct CircuitBreakerTests {
    @Test func opensAfterFailuresInARowAndAlertsOnce() {
        var breaker = CircuitBreaker(threshold: 2, initialPause: 100, maximumPause: 300)
        #expect(breaker.on(.notAnswered, now: 0) == .nothing)
        #expect(breaker.on(.answered, now: 0) == .nothing)
        #expect(breaker.on(.notAnswered, now: 0) == .nothing)
        #expect(breaker.on(.notAnswered, now: 10) == .opened)
        #expect(breaker.on(.notAnswered, now: 11) == .nothing)
        #expect(breaker.on(.asked, now: 109) == .wait(until: 110))
        #expect(breaker.isOpen)
    }

    @Test func oneProbeDecides() {
        var breaker = CircuitBreaker(threshold: 1, initialPause: 100, maximumPause: 300)
        #expect(breaker.on(.asked, now: 0) == .send(limit: .max))
        #expect(breaker.on(.notAnswered, now: 0) == .opened)
        #expect(breaker.on(.asked, now: 100) == .send(limit: 1))
        #expect(breaker.on(.asked, now: 100) == .wait(until: 200))
        #expect(breaker.on(.notAnswered, now: 120) == .nothing)
        #expect(breaker.state == .open(until: 320, pause: 200))
        #expect(breaker.on(.asked, now: 320) == .send(limit: 1))
        #expect(breaker.on(.notAnswered, now: 320) == .nothing)
        #expect(breaker.state == .open(until: 620, pause: 300))
        #expect(breaker.on(.asked, now: 620) == .send(limit: 1))
        #expect(breaker.on(.abandoned, now: 621) == .nothing)
        #expect(breaker.on(.asked, now: 621) == .send(limit: 1))
        #expect(breaker.on(.answered, now: 622) == .closed)
        #expect(breaker.on(.asked, now: 623) == .send(limit: .max))
    }

    @Test func aLateAnswerClosesIt() {
        var breaker = CircuitBreaker(threshold: 1)
        _ = breaker.on(.notAnswered, now: 0)
        #expect(breaker.on(.abandoned, now: 1) == .nothing)
        #expect(breaker.on(.answered, now: 1) == .closed)
        #expect(breaker.on(.abandoned, now: 1) == .nothing)
    }
}
