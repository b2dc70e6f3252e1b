import Dispatch

/// Threads for mapping beside the pool of the tasks, which has one a core: a claim takes them for tens of milliseconds, and
/// everybody who only waits for a store or a network would stand behind it. The system shares the cores out among them, so
/// that who has little to do comes first.
final class MappingThreads: TaskExecutor {
    private let queue = DispatchQueue(label: "mapping", qos: .utility, attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
