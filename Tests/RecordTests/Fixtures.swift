import Canonical
import FHIR
import Record
import Testing
import Tree

/// Trees from JSON written in tests.
func tree(_ json: String) throws -> Tree {
    let reading = JSONReader.read(Array(json.utf8), dialect: .fhir)
    return try #require(reading.tree, "\(reading.diagnostics)")
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// A number of the 999 test range with the right check digit; `seed` below 1,000,000.
func testNumber(_ seed: Int) -> String {
    var seed = seed
    while true {
        let digits = Array("999\(String(repeating: "0", count: 6 - "\(seed % 1_000_000)".count))\(seed % 1_000_000)".utf8)
        if let check = NHSNumber.checkDigit(of: digits) { return String(decoding: digits + [check], as: UTF8.self) }
        seed += 1
    }
}
