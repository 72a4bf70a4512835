package planted.demo;

public class Sample {
    planted.live.Feed known;
}
