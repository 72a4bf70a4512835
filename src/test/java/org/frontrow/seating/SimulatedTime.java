package org.frontrow.seating;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Time that passes only when nothing is left to do, in microseconds. What happens stands in an agenda; code that blocks
 * is played by actors, each on a virtual thread of its own. Of all these threads only the one that holds the baton ever
 * runs, so that everything depends on the agenda alone. Who waits goes on with the agenda until it is their turn: mostly
 * no thread has to be woken at all.
 */
final class SimulatedTime {
    static final long MILLI = 1000;
    static final long SECOND = 1_000_000;

    /** Where an actor lives, and what becomes of it with that place. */
    interface Place {
        boolean isGone();

        /** Until then nothing moves there. */
        long stoppedUntil();
    }

    /** Thrown in an actor whose place is gone; no code of the service takes it for something it could mend. */
    static final class Gone extends Error {
        private static final long serialVersionUID = 1L;

        Gone() {
            super("The process is gone", null, false, false);
        }
    }

    private record Event(long at, long number, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
        }
    }

    private final Thread director = Thread.currentThread();
    private final PriorityQueue<Event> agenda = new PriorityQueue<>();
    private final Set<Actor> actors = new LinkedHashSet<>();
    private volatile Thread holder = director;
    private long now;
    private long events;
    private long until;
    private BooleanSupplier stop = () -> false;
    private @Nullable Actor acting;
    private @Nullable Actor cued;
    private @Nullable Throwable failure;

    long now() {
        return now;
    }

    void after(long micros, Runnable what) {
        at(now + micros, what);
    }

    void at(long when, Runnable what) {
        agenda.add(new Event(Math.max(when, now), events++, what));
    }

    /** What happens at a place: later if it is stopped, never if it is gone. */
    void at(Place place, long when, Runnable what) {
        at(when, () -> {
            if (place.isGone()) {
                return;
            }
            if (now < place.stoppedUntil()) {
                at(place, place.stoppedUntil(), what);
            } else {
                what.run();
            }
        });
    }

    /** Lets time pass until then, or until there is a reason to stop. */
    void pass(long until, BooleanSupplier stop) {
        this.until = until;
        this.stop = stop;
        goOn(null);
        if (failure != null) {
            throw new AssertionError(failure);
        }
        if (!stop.getAsBoolean()) {
            now = Math.max(now, until);
        }
    }

    /** On the thread that holds the baton, until it is the turn of this actor; without one, until there is nothing to do. */
    private void goOn(@Nullable Actor me) {
        while (failure == null && !stop.getAsBoolean() && !agenda.isEmpty() && agenda.peek().at <= until) {
            var event = agenda.poll();
            now = event.at;
            try {
                event.what.run();
            } catch (Throwable e) {
                failure = e;
            }
            var next = cued;
            cued = null;
            if (me != null && (next == me || me.place.isGone())) {
                return;
            }
            if (next != null) {
                passBatonTo(next.thread);
                if (me != null) {
                    return; // it comes back when it is our turn
                }
            }
        }
        if (me != null) {
            passBatonTo(director);
        }
    }

    private void passBatonTo(Thread next) {
        var me = Thread.currentThread();
        holder = next;
        if (next.getState() == Thread.State.NEW) {
            next.start();
        } else {
            LockSupport.unpark(next);
        }
        while (holder != me) {
            LockSupport.park(this);
        }
    }

    void play(Place place, Runnable part) {
        var actor = new Actor(place, part);
        actors.add(actor);
        at(place, now, () -> cued = actor);
    }

    /** The one who is asking. */
    Actor actor() {
        return acting;
    }

    void sleep(long micros) {
        var me = acting;
        me.cueAt(now + micros);
        me.pause();
    }

    /** Sends home all who live at places that are gone. */
    void dismissTheGone() {
        for (var actor : List.copyOf(actors)) {
            if (actor.place.isGone()) {
                actor.dismiss();
            }
        }
    }

    final class Actor {
        private final Place place;
        private final Thread thread;
        private Thread successor = director;
        private long pauses;

        private Actor(Place place, Runnable part) {
            this.place = place;
            this.thread = Thread.ofVirtual().unstarted(() -> {
                acting = this;
                try {
                    part.run();
                } catch (Gone e) {
                    // as it should be
                } catch (Throwable e) {
                    failure = e;
                }
                actors.remove(this);
                holder = successor;
                LockSupport.unpark(successor);
            });
        }

        /** Waits for {@link #cue()}. */
        void pause() {
            if (!place.isGone()) {
                goOn(this);
                pauses++;
                acting = this;
            }
            if (place.isGone()) {
                throw new Gone();
            }
        }

        void cue() {
            cueAt(now);
        }

        private void cueAt(long when) {
            var pause = pauses;
            at(place, when, () -> {
                if (pause == pauses) {
                    cued = this;
                }
            });
        }

        private void dismiss() {
            if (thread.getState() == Thread.State.NEW) {
                actors.remove(this);
            } else if (thread != Thread.currentThread()) { // else it notices by itself
                successor = Thread.currentThread();
                passBatonTo(thread);
            }
        }
    }
}
