import Diagnostics
import FHIRPath
import Testing

/// Every expression that FHIR R4 itself contains can be read, when its tables are at hand.
@Suite struct SpecificationTests {
    @Test(arguments: [("invariants.tsv", 4), ("search-parameters.tsv", 3)]) func expressions(file: String, column: Int) throws {
        guard let folder = ConformanceTests.folder(),
            let bytes = TextFile.bytes("\(folder)/../../reference/fhir-r4/\(file)")
        else {
            print("FHIRPath in \(file): skipped, the table is not here (HUB_SHARED/reference/fhir-r4)")
            return
        }
        var total = 0
        var failures: [String] = []
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst() {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard cells.count > column, !cells[column].isEmpty else { continue }
            total += 1
            do throws(Diagnostic) {
                _ = try Program(String(cells[column]))
            } catch {
                failures.append("\(cells[0]): \(error.message): \(cells[column])")
            }
        }
        print("FHIRPath in \(file): \(total - failures.count)/\(total) compile")
        for failure in failures { print("  \(failure)") }
        #expect(failures.count * 100 <= total)
    }
}
