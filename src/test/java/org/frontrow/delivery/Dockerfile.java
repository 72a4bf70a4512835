package org.frontrow.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The instructions of a Dockerfile by stage. Knows comments, continued lines and here-documents; expands nothing. */
record Dockerfile(List<Stage> stages) {
    private static final Pattern FLAG = Pattern.compile("^(--[a-z-]+(?:=\\S+)?)\\s+");
    private static final Pattern FROM = Pattern.compile("(\\S+)(?:\\s+(?i:AS)\\s+(\\S+))?");
    private static final Pattern HERE_DOCUMENT = Pattern.compile("<<-?([\"']?)([A-Za-z_][A-Za-z0-9_]*)\\1");

    /** @param text what follows the keyword and its flags; continued lines are one, a here-document is part of it */
    record Instruction(int line, String keyword, List<String> flags, String text) {
        Optional<String> flag(String name) {
            return flags.stream()
                    .filter(flag -> flag.startsWith("--" + name + "="))
                    .map(flag -> flag.substring(name.length() + 3))
                    .findFirst();
        }

        boolean isExecForm() {
            return text.matches("(?s)\\[\\s*\".*\"\\s*]");
        }

        /** The words of the exec form. */
        List<String> words() {
            return Json.list(text);
        }

        @Override
        public String toString() {
            return "line " + line + ", " + keyword + " "
                    + text.lines().findFirst().orElse("");
        }
    }

    /** @param name empty for one that no other stage can name */
    record Stage(String name, Instruction from, List<Instruction> instructions) {
        String base() {
            var parts = FROM.matcher(from.text);
            return parts.matches() ? parts.group(1) : from.text;
        }

        Stream<Instruction> all(String keyword) {
            return instructions.stream().filter(one -> one.keyword.equals(keyword));
        }
    }

    static Dockerfile parse(String text) {
        var stages = new ArrayList<Stage>();
        for (var instruction : instructions(text.lines().toList())) {
            if (instruction.keyword.equals("FROM")) {
                var parts = FROM.matcher(instruction.text);
                var name = parts.matches() && parts.group(2) != null ? parts.group(2) : "";
                stages.add(new Stage(name, instruction, new ArrayList<>()));
            } else if (!stages.isEmpty()) {
                stages.getLast().instructions.add(instruction);
            } else if (!instruction.keyword.equals("ARG")) {
                throw new IllegalArgumentException("Before any FROM: " + instruction);
            }
        }
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("There is no FROM");
        }
        return new Dockerfile(List.copyOf(stages));
    }

    private static List<Instruction> instructions(List<String> lines) {
        var found = new ArrayList<Instruction>();
        for (int i = 0; i < lines.size(); i++) {
            if (isNothing(lines.get(i))) {
                continue;
            }
            var first = i;
            var text = new StringBuilder();
            while (true) {
                var line = lines.get(i).strip();
                if (!line.endsWith("\\")) {
                    text.append(line);
                    break;
                }
                text.append(line, 0, line.length() - 1);
                do {
                    i++; // comments and empty lines within a continued one are no part of it
                } while (i < lines.size() && isNothing(lines.get(i)));
                if (i == lines.size()) {
                    break;
                }
            }
            var here = HERE_DOCUMENT.matcher(text);
            if (text.toString().matches("(?is)(RUN|COPY|ADD)\\s.*") && here.find()) {
                var end = here.group(2);
                while (++i < lines.size() && !lines.get(i).strip().equals(end)) {
                    text.append('\n').append(lines.get(i));
                }
            }
            found.add(instruction(first + 1, text.toString()));
        }
        return found;
    }

    private static boolean isNothing(String line) {
        return line.isBlank() || line.stripLeading().startsWith("#");
    }

    private static Instruction instruction(int line, String text) {
        var parts = text.split("\\s+", 2);
        var rest = parts.length == 2 ? parts[1] : "";
        var flags = new ArrayList<String>();
        for (var flag = FLAG.matcher(rest); flag.find(); flag = FLAG.matcher(rest)) {
            flags.add(flag.group(1));
            rest = rest.substring(flag.end());
        }
        return new Instruction(line, parts[0].toUpperCase(), List.copyOf(flags), rest.strip());
    }

    Stage last() {
        return stages.getLast();
    }

    Optional<Stage> named(String name) {
        return stages.stream().filter(stage -> stage.name.equals(name)).findFirst();
    }

    /** The last stage and those it is built upon, the lowest first. */
    List<Stage> image() {
        var found = new ArrayList<Stage>();
        for (var stage = Optional.of(last());
                stage.isPresent();
                stage = named(stage.get().base())) {
            found.addFirst(stage.get());
        }
        return found;
    }

    /** What the image is made with, its own instructions last. */
    Stream<Instruction> imageHas(String keyword) {
        return image().stream().flatMap(stage -> stage.all(keyword));
    }

    Stream<Instruction> all(String keyword) {
        return stages.stream().flatMap(stage -> stage.all(keyword));
    }
}
