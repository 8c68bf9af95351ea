"""In-app notices (站内消息): what happened, told to those whom it concerns, in their language."""
