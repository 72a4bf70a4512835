package org.frontrow.proof.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.frontrow.proof.fuzz.ApiDocument.Operation;
import org.frontrow.proof.fuzz.Manners.Complaint;
import org.frontrow.proof.fuzz.Question.Form;
import org.jspecify.annotations.Nullable;

/**
 * Asks, over several connections at a time, and listens. Each player has its own dice and its own people, so one player
 * alone with the same seed asks the same again.
 */
final class Fuzzer {
    static final String KEEPS_THE_LINE = "keeps the line open, or says that it does not";
    static final String ANOTHERS = "shows and gives nobody what is another's";
    private static final Path KEPT_IN = Path.of("target/proof/fuzzer");
    private static final int SHOWN = 1_200;
    private static final int MOST_COMPLAINTS = 20;

    private final ApiDocument document;
    private final Manners manners;
    private final World world;
    private final URI service;
    private final long seed;
    private final List<Found> found = new ArrayList<>();
    private final Map<String, Count> counts = new TreeMap<>();

    Fuzzer(ApiDocument document, World world, URI service, long seed) {
        this.document = document;
        this.manners = new Manners(document);
        this.world = world;
        this.service = service;
        this.seed = seed;
        document.operations().forEach(operation -> counts.put(operation.id(), new Count(operation)));
    }

    /** How often an operation was asked, and what it said. */
    static final class Count {
        final Operation operation;
        final Map<Form, Integer> asked = new EnumMap<>(Form.class);
        final Map<Integer, Integer> statuses = new TreeMap<>();
        int complaints;

        Count(Operation operation) {
            this.operation = operation;
        }

        int all() {
            return statuses.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** Such as {@code 200 (12), 401 (3)}. */
        String said() {
            return statuses.entrySet().stream()
                    .map(status -> status.getKey() + " (" + status.getValue() + ")")
                    .collect(Collectors.joining(", "));
        }
    }

    /** Something that is wrong, and how to see it again. */
    record Found(Complaint complaint, String story) {
        @Override
        public String toString() {
            return story;
        }
    }

    void run(int players, int requests) {
        try (var pool = Executors.newFixedThreadPool(players)) {
            var games = IntStream.range(0, players)
                    .<Future<?>>mapToObj(player -> pool.submit(() -> {
                        new Player(player).play(requests / players);
                        return null;
                    }))
                    .toList();
            for (var game : games) {
                game.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("seed " + seed, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    synchronized List<Found> found() {
        return List.copyOf(found);
    }

    synchronized Map<String, Count> counts() {
        return counts;
    }

    /** What has never gone well yet. */
    synchronized List<String> missing() {
        return counts.values().stream()
                .filter(count -> !count.statuses.containsKey(count.operation.success()))
                .map(count -> count.operation.id())
                .toList();
    }

    private synchronized void note(
            Question question, int status, List<Complaint> wrong, Function<Complaint, String> story) {
        var count = counts.get(question.about().id());
        count.asked.merge(question.form(), 1, Integer::sum);
        count.statuses.merge(status, 1, Integer::sum);
        count.complaints += wrong.size();
        for (var complaint : wrong) {
            // One of a kind is enough to see it, and the rest would hide the other kinds.
            var isKnown = found.stream().anyMatch(it -> it.complaint.equals(complaint));
            if (!isKnown && found.size() < MOST_COMPLAINTS) {
                found.add(new Found(complaint, story.apply(complaint)));
            }
        }
    }

    /** What is too long to be printed is put into a file. */
    private static String command(Question question, String host) {
        var command = question.asCommand(host);
        if (command.length() <= SHOWN) {
            return command;
        }
        try {
            var file = Files.createTempFile(Files.createDirectories(KEPT_IN), "request-", ".http");
            Files.write(file, question.bytes(host));
            return "nc " + host.replace(':', ' ') + " < " + file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shortened(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "… (" + text.length() + " characters)" : text;
    }

    private final class Player {
        private final int number;
        private final Dice dice;
        private final Questions questions;
        private final ArrayDeque<Operation> story = new ArrayDeque<>();
        private Person who;
        private int asked;
        private @Nullable Wire wire;
        private String last = "nothing";

        Player(int number) {
            this.number = number;
            this.dice = Dice.of(seed, number);
            this.questions = new Questions(document, world, dice);
            this.who = world.cast(number).getFirst();
        }

        void play(int requests) throws IOException {
            try {
                // Chance may need a little longer to find what it has not found yet.
                while (asked < requests || (asked < 2 * requests && !missing().isEmpty())) {
                    if (story.isEmpty()) {
                        who = dice.oneOf(world.cast(number));
                        // In an office little comes about by chance.
                        if (dice.oneIn(who.administrator ? 4 : 30)) {
                            story().forEach(id -> story.add(document.operation(id)));
                        }
                    }
                    if (who.hasToSignIn()) {
                        ask(questions.signIn(who));
                    }
                    ask(story.isEmpty() ? questions.next(who) : questions.right(story.remove(), who));
                }
            } finally {
                hangUp();
            }
        }

        /** Rather one with something in it that nobody has brought about yet, or only that. */
        private List<String> story() {
            var missing = missing();
            for (int i = 0; i < 8; i++) {
                var one = world.story(who, dice);
                if (missing.isEmpty() || one.stream().anyMatch(missing::contains)) {
                    return one;
                }
            }
            return List.of(dice.oneOf(missing));
        }

        private void ask(Question question) throws IOException {
            asked++;
            var wrong = new ArrayList<Complaint>();
            var status = 0;
            var told = "no answer";
            try {
                var answer = exchange(question);
                status = answer.status();
                told = answer.status() + " "
                        + answer.headers().stream()
                                .map(it -> it.name() + ": " + it.value())
                                .toList() + "\n" + answer.text();
                world.learn(question, answer);
                wrong.addAll(manners.about(question, answer));
                world.complaint(question, answer).ifPresent(text -> wrong.add(new Complaint(ANOTHERS, text)));
            } catch (IOException e) {
                wrong.add(new Complaint(KEEPS_THE_LINE, e.getMessage() + ", before that " + last));
                hangUp();
            }
            last = question + " " + status;
            var whole = told;
            note(question, status, wrong, complaint -> story(complaint, question, whole));
        }

        private Answer exchange(Question question) throws IOException {
            if (wire == null) {
                wire = Wire.to(service.getHost(), service.getPort());
            }
            var answer = wire.ask(
                    question.bytes(service.getAuthority()), question.method().equals("HEAD"));
            // What never ends is left alone, and after what is hardly HTTP a server may hang up as it likes.
            if (answer.saysGoodbye() || answer.isEndless() || question.form() == Form.CROOKED) {
                hangUp();
            }
            return answer;
        }

        private void hangUp() throws IOException {
            if (wire != null) {
                wire.close();
                wire = null;
            }
        }

        private String story(Complaint complaint, Question question, String answer) {
            var host = service.getAuthority();
            return """

                    %s %s: %s
                    seed %d, player %d, request %d, %s
                    %s
                    %s
                    """.formatted(
                            question.about().id(),
                            complaint.rule(),
                            complaint.text(),
                            seed,
                            number,
                            asked,
                            question,
                            command(question, host),
                            shortened(answer));
        }
    }
}
