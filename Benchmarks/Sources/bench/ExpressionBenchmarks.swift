import Diagnostics
import FHIR
import FHIRPath
import Tree

extension MicroBenchmarks {
    func expressions() {}
}
