# Stands in for a training that is killed once and goes on from its checkpoint: finetune.sh EPOCHS
checkpoint=$DAGTOP_STATE_DIR/epoch
epoch=$(cat "$checkpoint" 2>/dev/null || echo 0)
[ "$epoch" -eq 0 ] || echo "resumes after epoch $epoch"
while [ "$epoch" -lt "$1" ]; do
  epoch=$((epoch + 1))
  echo "epoch $epoch/$1"
  echo "{\"step\": $epoch, \"loss\": 0.$((9 - epoch))}" >> "$DAGTOP_METRICS"
  echo "$epoch" > "$checkpoint"
  if [ "$epoch" -eq 2 ] && [ "$DAGTOP_ATTEMPT" -eq 1 ]; then
    echo "out of memory" >&2
    exit 1
  fi
done
