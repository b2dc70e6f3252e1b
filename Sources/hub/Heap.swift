import Foundation

/// What glibc's allocator keeps; where there is another one, nothing happens. The names are in no module of Swift's.
enum Heap {
    /// Otherwise each of many threads gets a heap of its own, and each keeps the most that it ever held.
    static func limit(to count: CInt) {
        typealias SetOption = @convention(c) (CInt, CInt) -> CInt
        let arenaMax: CInt = -8
        guard let symbol = dlsym(nil, "mallopt") else { return }
        _ = unsafeBitCast(symbol, to: SetOption.self)(arenaMax, count)
    }

    /// Gives back the pages that nothing lies on: compiling a release takes more memory than the release does.
    static func giveBack() {
        typealias Trim = @convention(c) (Int) -> CInt
        guard let symbol = dlsym(nil, "malloc_trim") else { return }
        _ = unsafeBitCast(symbol, to: Trim.self)(0)
    }
}
