import Canonical
import Diagnostics
import FHIR
import Ledger
import Record
import Tree

extension CanonicalMessage {
    /// The canonical message of a claimed delivery, as the record store takes it.
    static func read(_ claimed: ClaimedDelivery) -> Result<CanonicalMessage, Diagnostic> {
        guard let bundle = JSONReader.read(claimed.canonical, dialect: .fhir).tree else {
            return .failure(Diagnostic(code: "unreadable-canonical", "the stored canonical message cannot be read"))
        }
        let delivery = claimed.delivery
        let feed = delivery.idempotencyKey.split(separator: "/").first.map(String.init) ?? ""
        let eventTime = bundle.text("timestamp").flatMap(Instant.milliseconds) ?? delivery.createdAt
        return .success(
            CanonicalMessage(
                idempotencyKey: delivery.idempotencyKey, feed: feed, eventTime: eventTime, receivedAt: delivery.createdAt,
                bundle: bundle))
    }
}

/// FHIR instants as milliseconds.
enum Instant {
    /// `2026-03-01T12:00:00.5+01:00`; nil for anything that is not a full instant.
    static func milliseconds(_ text: String) -> Milliseconds? {
        let bytes = Array(text.utf8)
        func number(_ start: Int, _ count: Int) -> Int? {
            guard start + count <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[start..<start + count] {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            return value
        }
        guard bytes.count >= 20, let year = number(0, 4), let month = number(5, 2), let day = number(8, 2),
            let hour = number(11, 2),
            let minute = number(14, 2), let second = number(17, 2), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        var index = 19
        var fraction = 0
        if bytes[index] == UInt8(ascii: ".") {
            index += 1
            var scale = 100
            while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 {
                fraction += Int(bytes[index] - 0x30) * scale
                scale /= 10
                index += 1
            }
        }
        guard index < bytes.count else { return nil }
        var offset = 0
        if bytes[index] != UInt8(ascii: "Z") {
            guard let hours = number(index + 1, 2), let minutes = number(index + 4, 2) else { return nil }
            offset = (hours * 60 + minutes) * (bytes[index] == UInt8(ascii: "-") ? -1 : 1)
        }
        let seconds = ((daysSince1970(year, month, day) * 24 + hour) * 60 + minute - offset) * 60 + second
        return Milliseconds(seconds) * 1000 + Milliseconds(fraction)
    }

    /// Proleptic Gregorian (H. Hinnant's days_from_civil).
    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
