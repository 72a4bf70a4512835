package planted.backstage;

import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
public class Prompter {
    planted.live.Feed known;
}
