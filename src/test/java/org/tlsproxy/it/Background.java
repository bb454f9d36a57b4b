package org.tlsproxy.it;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Something done at the same time as the test; its failure is the future's. */
final class Background {

    private Background() { }

    /** What is to be done; may fail. */
    interface Task {
        void run() throws Exception;
    }

    static CompletableFuture<Void> run(Task task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (Exception | AssertionError e) {
                done.completeExceptionally(new CompletionException(e));
            }
        }, "background");
        thread.setDaemon(true);
        thread.start();
        return done;
    }
}
